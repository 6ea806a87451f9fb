/**
 * The photos of ten requests, in their order: exactly one is coffee.png, which the classifier calls "espresso", so that
 * class is 10 % of the answers.
 */
export const PHOTO_MIX = [
  'chelsea.png',
  'rocket.jpg',
  'astronaut.png',
  'grace.jpg',
  'coffee.png',
  'chelsea.png',
  'rocket.jpg',
  'astronaut.png',
  'grace.jpg',
  'chelsea.png',
] as const
