import { report } from './app.mjs'

void report().then((text) => console.log(text))
