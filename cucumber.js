module.exports = {
  default: {
    requireModule: ['ts-node/register'],
    require: ['features/**/*.ts'],
    format: ['./src/report/cucumber-formatter.cjs'],
  },
}
