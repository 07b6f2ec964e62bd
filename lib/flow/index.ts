export { decodeSteps } from './decode'
export { encodeSteps } from './encode'
