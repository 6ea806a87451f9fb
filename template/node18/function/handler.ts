import type { Handler } from '#runtime/handler'

/** Says how many bytes were sent. */
const countBytes: Handler = ({ body }, { answerJson }) => answerJson({ bytes: body.length })

export default countBytes
