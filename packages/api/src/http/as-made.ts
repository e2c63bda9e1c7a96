import type { FastifySerializerCompiler } from 'fastify'

/**
 * Writes answers as they were made. Elsewhere the schema of an answer writes it, and leaves out what does not belong
 * there; on the way in of texts that costs as much as judging them, so there the manager's tests hold what it answers to
 * the schemas.
 */
export const asMade: FastifySerializerCompiler<unknown> = () => JSON.stringify
