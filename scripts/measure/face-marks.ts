import { ASTRONAUT, GRACE } from '../../test/functions/marked-faces.ts'

type Point = readonly [number, number]

export interface FaceMark {
  readonly photo: string
  /** From forehead to chin. */
  readonly box: readonly [number, number, number, number]
  /** The middle of both eyes, the tip of the nose, both corners of the mouth; none where sunglasses hide the eyes. */
  readonly landmarks?: readonly Point[]
}

/** Marked by hand on enlarged photos that showed a grid of coordinates and nothing that a model had found. */
export const FACE_MARKS: readonly FaceMark[] = [
  ASTRONAUT,
  GRACE,
  {
    photo: 'obama.jpg',
    box: [370, 78, 612, 432],
    landmarks: [
      [445.8, 213.9],
      [549.0, 211.9],
      [497.4, 268.1],
      [439.4, 319.0],
      [551.0, 319.0],
    ],
  },
  {
    photo: 'obama2.jpg',
    box: [211, 228, 465, 640],
    landmarks: [
      [248.5, 369.4],
      [368.7, 380.6],
      [295.5, 443.3],
      [249.3, 512.7],
      [352.2, 528.4],
    ],
  },
  {
    photo: 'obama3.jpg',
    box: [637, 260, 908, 618],
    landmarks: [
      [738.1, 386.0],
      [857.4, 397.4],
      [801.5, 441.2],
      [727.4, 512.7],
      [850.0, 525.5],
    ],
  },
  {
    photo: 'biden.jpg',
    box: [425, 154, 707, 572],
    landmarks: [
      [531.1, 324.1],
      [653.9, 349.4],
      [610.2, 402.4],
      [517.3, 458.4],
      [626.3, 479.9],
    ],
  },
  {
    photo: 'obama_partial_face.jpg',
    box: [0, 78, 192, 432],
    landmarks: [
      [24.6, 214.1],
      [128.7, 212.8],
      [76.3, 269.0],
      [18.8, 318.8],
      [131.9, 318.8],
    ],
  },
  {
    photo: 'obama_partial_face2.jpg',
    box: [370, 78, 551, 432],
    landmarks: [
      [445.8, 213.9],
      [549, 212],
      [497.4, 268.1],
      [439.4, 319],
      [551, 319],
    ],
  },
  {
    photo: '0-f1-su-ph.jpg',
    box: [131, 119, 398, 476],
    landmarks: [
      [204.9, 233.7],
      [327.3, 232.4],
      [266.4, 286.5],
      [227.0, 380.1],
      [307.2, 380.7],
    ],
  },
  {
    photo: '0-f15-hao-ph.jpg',
    box: [112, 116, 387, 474],
    landmarks: [
      [191.0, 249.7],
      [320.9, 251.8],
      [250.3, 315.3],
      [186.1, 371.8],
      [306.8, 371.8],
    ],
  },
  {
    photo: '15-f13-anc-ph.jpg',
    box: [101, 142, 388, 476],
    landmarks: [
      [153.8, 262.8],
      [288.5, 258.3],
      [214.1, 327.6],
      [165.4, 388.5],
      [280.8, 389.7],
    ],
  },
  {
    photo: '45-m7-di-ph.jpg',
    box: [57, 190, 304, 486],
    landmarks: [
      [75.5, 276.2],
      [170.0, 276.2],
      [75.5, 333.9],
      [69.4, 395.9],
      [147.3, 400.2],
    ],
  },
  {
    photo: 'single_face.jpg',
    box: [192, 154, 375, 401],
    landmarks: [
      [228.7, 248.5],
      [312.4, 247.5],
      [272.3, 288.1],
      [242.6, 330.2],
      [315.8, 328.7],
    ],
  },
  {
    photo: 'Image_with_alpha.png',
    box: [641, 270, 902, 600],
    landmarks: [
      [681.2, 390.9],
      [809.6, 331.9],
      [761.5, 456.2],
      [744.4, 526.2],
      [861.1, 471.3],
    ],
  },
  {
    photo: 'multi_face.jpg',
    box: [682, 288, 794, 419],
    landmarks: [
      [712.8, 338.5],
      [758.7, 344.6],
      [734.9, 361.9],
      [707.2, 378.7],
      [754.5, 383.8],
    ],
  },
  {
    photo: 'multi_face.jpg',
    box: [531.5, 306.5, 631, 435],
    landmarks: [
      [555.5, 353.2],
      [600.9, 357.6],
      [575.6, 375.7],
      [552.4, 392.9],
      [597.7, 397.8],
    ],
  },
  {
    photo: 'multi_face.jpg',
    box: [314, 230, 415.5, 359.5],
    landmarks: [
      [345.4, 283.0],
      [388.5, 281.2],
      [369.1, 306.7],
      [348.3, 323.6],
      [388.3, 322.5],
    ],
  },
  { photo: 'multi_face.jpg', box: [213.5, 67.5, 311.5, 175] },
  {
    photo: 'multi_face.jpg',
    box: [438, 232, 516.5, 310],
    landmarks: [
      [460.2, 247.9],
      [497.7, 248.2],
      [480.0, 265.7],
      [461.1, 283.0],
      [495.0, 284.5],
    ],
  },
]
