type Point = readonly [number, number]

export interface MarkedFace {
  readonly photo: string
  /** From forehead to chin. */
  readonly box: readonly [number, number, number, number]
  /** The middle of both eyes, the tip of the nose, both corners of the mouth. */
  readonly landmarks: readonly [Point, Point, Point, Point, Point]
}

// marked by hand on enlarged photos that showed none of the points found

export const ASTRONAUT: MarkedFace = {
  photo: 'astronaut.png',
  box: [181, 79, 268, 178],
  landmarks: [
    [202.5, 101],
    [248, 103.3],
    [224.2, 127.5],
    [204.2, 140],
    [243.8, 141.3],
  ],
}

export const GRACE: MarkedFace = {
  photo: 'grace.jpg',
  box: [157, 123, 360, 313],
  landmarks: [
    [219.3, 174],
    [305, 169.3],
    [265, 223.3],
    [229.3, 263.3],
    [306.7, 259.3],
  ],
}
