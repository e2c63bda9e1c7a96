import type { ReactNode } from 'react'
import { LogoMark } from '../../ui/logo.tsx'
import { useTitle } from '../../ui/page.tsx'
import classes from './access-frame.module.css'

interface AccessFrameProps {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

/** The frame of what one meets before being inside. */
export function AccessFrame({ title, lead, children }: AccessFrameProps) {
  useTitle(title)
  return (
    <main className={classes.frame}>
      <div className={classes.scene} aria-hidden="true">
        <Scene />
      </div>
      <div className={classes.panel}>
        <div className={classes.brand}>
          <LogoMark size={40} />
          <span>Connect</span>
        </div>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
        <p className={classes.foot}>Two-way SMS over SMPP, with nothing lost.</p>
      </div>
    </main>
  )
}

/** Texts going out, and their answers coming back. */
function Scene() {
  return (
    <svg viewBox="0 0 600 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="1.5" opacity="0.22">
        {[120, 210, 300, 390, 480, 570].map((radius) => (
          <circle key={radius} cx="300" cy="450" r={radius} />
        ))}
      </g>
      <g className={classes.out}>
        <rect x="96" y="214" width="250" height="64" rx="22" />
        <rect x="96" y="424" width="190" height="64" rx="22" />
        <rect x="96" y="634" width="280" height="64" rx="22" />
      </g>
      <g className={classes.back}>
        <rect x="288" y="319" width="220" height="64" rx="22" />
        <rect x="336" y="529" width="172" height="64" rx="22" />
      </g>
      <g className={classes.line}>
        <path d="M120 240h150M120 258h96M120 450h120M120 660h190M120 678h110M312 346h150M312 364h86M360 556h110" />
      </g>
      <circle cx="508" cy="214" r="9" fill="#f4b24a" />
    </svg>
  )
}
