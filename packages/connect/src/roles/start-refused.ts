/** It cannot start, for a reason the user can mend. */
export class StartRefused extends Error {}
