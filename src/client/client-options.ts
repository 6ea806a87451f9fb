import type { CallOptions } from './call-function.ts'
import type { Face } from './function-answers.ts'
import type { Source } from './request-body.ts'

/** What every call takes. */
export interface FunctionOptions extends CallOptions {
  /** The function under another name, or in another namespace: `face-detector.vision`. */
  readonly functionName?: string | undefined
}

export interface ClassifyOptions extends FunctionOptions {
  /** How many classes, 1 to 1000; 5 by default. */
  readonly top?: number | undefined
}

export interface DetectOptions extends FunctionOptions {
  /** 0 to 1. */
  readonly minScore?: number | undefined
  readonly maxFaces?: number | undefined
  /** Long side of the picture as the model sees it, pixels. */
  readonly size?: number | undefined
  /** Have the points placed by the face mesh. */
  readonly landmarks?: 'mesh' | undefined
}

export interface PictureOptions extends FunctionOptions {
  readonly format?: 'png' | 'webp' | 'jpeg' | undefined
  /** 1 to 100, of webp and jpeg. */
  readonly quality?: number | undefined
}

/** What stands behind the foreground: nothing, or one of these. */
export interface RemoveOptions extends PictureOptions {
  /** The mask alone, in grey. */
  readonly mask?: boolean | undefined
  /** `#rrggbb`, `blur`, or a picture. */
  readonly background?: 'blur' | `#${string}` | { readonly picture: Source } | undefined
}

export interface FuseOptions extends PictureOptions {
  /** `all`: every face of the target, not the largest alone. */
  readonly faces?: 'all' | undefined
  /** Refuse several faces where one is needed; without it the largest is taken. */
  readonly strict?: boolean | undefined
}

export interface InvokeOptions extends CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean>> | undefined
  /** application/octet-stream by default. */
  readonly contentType?: string | undefined
}

export interface AsyncOptions extends InvokeOptions {
  /** Where the gateway posts the answer. */
  readonly callbackUrl?: string | undefined
}

export interface FaceToEncode {
  readonly image: Source
  readonly face: Pick<Face, 'box' | 'landmarks'>
}

export interface FacesToSwap {
  readonly source: Source
  readonly sourceFace: Face
  readonly target: Source
  readonly targetFaces: readonly Face[]
}

export interface PicturesToFuse {
  readonly source: Source
  readonly target: Source
}
