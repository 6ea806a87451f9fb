import { FACE_PHOTOS, FACELESS_PHOTOS, type Photo } from './photos.ts'

/** Fixed before anything was measured: those of the models' facts first, then five more. */
const NAMES = [
  ...['astronaut.png', 'grace.jpg', 'chelsea.png', 'coffee.png', 'rocket.jpg', 'multi_face.jpg', 'single_face.jpg'],
  ...['obama.jpg', 'flower.jpg', 'quokka.jpg', 'lion.jpg', 'motorcycle_left.png', 'imagenet_00_243.jpg'],
  ...['imagenet_06_609.jpg', 'imagenet_17_22.jpg'],
  ...['biden.jpg', 'cheetah1.jpg', 'imagenet_16_251.jpg', 'imagenet_14_129.jpg', 'imagenet_08_915.jpg'],
]

/** 20 photos with a foreground. */
export const CUT_OUT_PHOTOS: readonly Photo[] = NAMES.map(
  (wanted) => [...FACE_PHOTOS, ...FACELESS_PHOTOS].find(({ name }) => name === wanted) as Photo,
)
