import { Agent } from 'node:http'
import axios, { type AxiosInstance, type AxiosResponse } from 'axios'
import { FunctionCallError } from './function-call-error.ts'

export interface Prediction {
  readonly class: string
  /** 0 to 1. */
  readonly probability: number
}

export interface Classification {
  readonly predictions: readonly Prediction[]
  readonly model_version: string
}

export interface ClassifyOptions {
  /** How many classes, the likeliest first. */
  readonly top?: number
  /** Another function that classifies; image-classifier by default. */
  readonly functionName?: string
  readonly signal?: AbortSignal
}

export interface FunctionsClient {
  /**
   * Classifies a picture: the bytes of a JPEG, PNG, WebP, GIF, TIFF or AVIF file.
   * @throws FunctionCallError with the status and the function's own words; axios's error if nobody answers
   */
  readonly classify: (image: Buffer, options?: ClassifyOptions) => Promise<Classification>
}

/**
 * A typed client of the functions behind an OpenFaaS gateway.
 * @param connections how many calls may be on their way at once
 */
export function createFunctionsClient(gateway: string, connections = 8): FunctionsClient {
  const http = axios.create({
    baseURL: gateway,
    proxy: false,
    maxRedirects: 0,
    validateStatus: null,
    httpAgent: new Agent({ keepAlive: true, maxSockets: connections }),
    headers: { 'Content-Type': 'application/octet-stream' },
  })
  return { classify: (image, options = {}) => classify(http, image, options) }
}

async function classify(http: AxiosInstance, image: Buffer, options: ClassifyOptions): Promise<Classification> {
  const { top, functionName = 'image-classifier', signal } = options
  const answer = await http.post<Classification>(`/function/${functionName}`, image, {
    params: { top },
    ...(signal && { signal }),
  })
  if (answer.status !== 200) throw toError(answer)
  return answer.data
}

function toError({ status, data }: AxiosResponse): FunctionCallError {
  const { type, title, detail } = typeof data === 'object' && data !== null ? data : { title: String(data) }
  return new FunctionCallError(status, detail ?? title ?? '', type)
}
