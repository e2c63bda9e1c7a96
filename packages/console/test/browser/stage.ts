import { fileURLToPath } from 'node:url'
import { chromiumArgs } from '@smpp-connect/testkit'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { type FakeServer, serve } from '../fake/server.ts'
import type { World } from '../fake/world.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What a scenario plays on: a world, its server, and a page of a browser that is logged in unless it was told not to be. */
export interface Scene {
  readonly world: World
  readonly server: FakeServer
  readonly page: Page
  open(path: string): Promise<void>
}

export interface SceneOptions extends BrowserContextOptions {
  readonly loggedIn?: boolean
}

/** The built console and one browser, for all scenarios of a file. */
export class Stage {
  readonly #browser: Browser
  readonly #folder: string

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser
    this.#folder = folder
  }

  /** Builds the console from its sources into `folder`, so that the scenarios never see an old one. */
  static async open(chromiumPath: string, folder: string): Promise<Stage> {
    const [browser] = await Promise.all([
      chromium.launch({ executablePath: chromiumPath, args: [...chromiumArgs] }),
      build({ root: ROOT, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } }),
    ])
    return new Stage(browser, folder)
  }

  close(): Promise<void> {
    return this.#browser.close()
  }

  /**
   * Plays a scenario. Whatever it is about, it fails too when a script threw or when the page's security policy had to
   * stop something.
   */
  async play(world: World, options: SceneOptions, scenario: (scene: Scene) => Promise<void>): Promise<void> {
    const { loggedIn = true, ...contextOptions } = options
    const server = await serve(world, this.#folder)
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      ...contextOptions,
    })
    context.setDefaultTimeout(20_000)
    const troubles: string[] = []
    let page: Page | undefined
    try {
      if (loggedIn) await context.addCookies([{ name: 'connect_session', value: 'yes', url: server.origin }])
      page = await context.newPage()
      page.on('pageerror', (error) => troubles.push(`a script threw: ${error.message}`))
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) troubles.push(message.text())
      })
      const open = async (path: string) => {
        await page?.goto(server.origin + path)
      }
      await scenario({ world, server, page, open })
      if (troubles.length > 0) throw new Error(troubles.join('\n'))
    } catch (failure) {
      const shown = await page?.locator('body').innerText({ timeout: 2_000 }).catch(String)
      throw new Error(`${failure instanceof Error ? failure.message : failure}\n\nThe page shows:\n${shown}`, {
        cause: failure,
      })
    } finally {
      await context.close()
      await server.close()
    }
  }
}
