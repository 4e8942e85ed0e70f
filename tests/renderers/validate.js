// Validates a FHIR R4 resource on standard input, prints what is wrong, one line each, and nothing if all is well.
const { readFileSync } = require('fs');
const { Fhir } = require('fhir');

const { messages } = new Fhir().validate(JSON.parse(readFileSync(0, 'utf8')), { errorOnUnexpected: true });
const wrong = messages.filter(({ severity }) => severity === 'error' || severity === 'fatal');
wrong.forEach(({ location, message }) => console.log(`${location}: ${message}`));
