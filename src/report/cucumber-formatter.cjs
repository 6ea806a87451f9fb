// Cucumber imports a formatter as an ES module. Run from source, it gets this one, so that ts-node compiles the rest.
require('ts-node/register')

module.exports = require('./cucumber-formatter.ts')
