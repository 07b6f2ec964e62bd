import { createElement } from 'react'
import { report } from '../../app.mjs'

export const dynamic = 'force-dynamic'

export default async function Page() {
  return createElement('p', null, await report())
}
