// Runs before the first paint, from a file of its own because the page's policy allows no inline script: without it
// somebody who chose the dark would be blinded by a white page until the program has loaded.
;(() => {
  let chosen = 'auto'
  try {
    chosen = localStorage.getItem('connect.colour-scheme') ?? 'auto'
  } catch {
    chosen = 'auto' // Storage is switched off: follow the system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
