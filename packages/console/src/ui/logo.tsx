/** The mark: two links of a chain that are also two texts, one going out and one coming back. */
export function LogoMark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#0b7180" />
      <path
        d="M19.2 8.6h-6.4a5.6 5.6 0 0 0-5.6 5.6v.2a5.6 5.6 0 0 0 5.6 5.6h3.4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.9"
        strokeLinecap="round"
      />
      <path
        d="M12.8 23.4h6.4a5.6 5.6 0 0 0 5.6-5.6v-.2a5.6 5.6 0 0 0-5.6-5.6h-3.4"
        fill="none"
        stroke="#8fd6dc"
        strokeWidth="2.9"
        strokeLinecap="round"
      />
      <circle cx="24.4" cy="8.4" r="2.1" fill="#f4b24a" />
    </svg>
  )
}
