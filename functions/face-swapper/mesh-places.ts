/**
 * What the points of the mesh mean: facts of the model (models/mp-facemesh.f16.md). Left and right are the picture's, of a
 * face that looks at the camera.
 */

export const EYE_CORNERS = [33, 263] as const
export const TEMPLES = [234, 454] as const
export const FOREHEAD = 10
export const CHIN = 152

/** The border of the face, from the forehead to the right. */
export const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
]

export const LEFT_BROW = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46]
export const RIGHT_BROW = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276]
export const LIPS = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185]

/** From the eyes to the ears, where the arms of glasses lie. */
export const GLASSES_ARMS = [35, 143, 34, 127, 265, 372, 264, 356]
