import { onOneLine, visiblePieces } from '../format/characters.ts'
import classes from './text.module.css'

/** A text as it was written. Its direction is its own, and what cannot be seen in it is shown as a sign. */
export function MessageText({ text, className }: { readonly text: string; readonly className?: string | undefined }) {
  return (
    <span dir="auto" className={`${classes.text} ${className ?? ''}`}>
      {visiblePieces(text).map((piece, index) =>
        piece.kind === 'plain' ? (
          piece.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
          <span key={index} className={classes.invisible} title={piece.name} dir="ltr">
            {piece.sign}
          </span>
        ),
      )}
    </span>
  )
}

/** The beginning of a text on one line. */
export function TextPreview({ text, className }: { readonly text: string; readonly className?: string | undefined }) {
  return (
    <span dir="auto" className={`${classes.preview} ${className ?? ''}`}>
      {onOneLine(text.slice(0, 300))}
    </span>
  )
}

/** A phone number or a sender's name: never broken over two lines, always read from left to right. */
export function Address({ value, className }: { readonly value: string; readonly className?: string | undefined }) {
  return (
    <bdi dir="ltr" className={`${classes.address} ${className ?? ''}`}>
      {onOneLine(value)}
    </bdi>
  )
}
