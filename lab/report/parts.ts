import { metricTitle } from './chart/metric_axis'
import { commonPictures } from './common_pictures'
import { curvesName, pictureName } from './curve'
import { bdRates } from './sections/bd_rates'
import { whereTheBytesGo } from './sections/bytes'
import { metricDisagreement } from './sections/disagreement'
import { rateDifference } from './sections/rate_difference'
import { rateDistortion } from './sections/rate_distortion'
import { speedAgainstEfficiency } from './sections/speed'
import { verdict } from './verdict'
import type { Part } from './view'

/** The plots, in the page's order. A new one is a file in sections/ and an entry here. */
export const parts: readonly Part[] = [
  {
    id: 'rate-distortion',
    title: 'Rate and distortion',
    headline: verdict,
    lead: (data, view) =>
      `${metricTitle(view.metric)} of what is restored, over the bits that it takes; ${curvesName(data, view, commonPictures(data, view))}. Only measured points are drawn, with straight lines between them.`,
    aspect: 0.56,
    draw: rateDistortion,
  },
  {
    id: 'rate-difference',
    title: 'Rate at equal quality',
    lead: (data, view) =>
      `How many percent of bytes more or less than ${data.series[view.anchor]!.label}, at each ${metricTitle(view.metric)} that both have reached. Below the line is better.`,
    aspect: 0.46,
    needsAnchor: true,
    draw: rateDifference,
  },
  {
    id: 'bd-rate',
    title: 'BD-rate',
    lead: (data, view) =>
      view.picture === 'mean' && data.pictures.length > 1
        ? `The mean of that difference, picture by picture (ticks), its mean over the pictures (mark) and the 95 % bootstrap interval of that mean (line).`
        : `The mean of that difference on ${pictureName(data, view)}.`,
    aspect: 0,
    needsAnchor: true,
    draw: bdRates,
  },
  {
    id: 'speed',
    title: 'Speed against efficiency',
    lead: (data, view) =>
      `Faster is to the right, fewer bytes than ${data.series[view.anchor]!.label} is up. The dashed stairs join those that none beats in both.`,
    aspect: 0.5,
    needsAnchor: true,
    draw: speedAgainstEfficiency,
  },
  {
    id: 'bytes',
    allMetrics: true,
    title: 'Where the bytes go',
    lead: () =>
      'What a file holds beside the coded samples. It hardly changes with quality, so it decides at the lowest rates.',
    aspect: 0,
    draw: whereTheBytesGo,
  },
  {
    id: 'disagreement',
    allMetrics: true,
    title: 'Where the metrics disagree',
    lead: () =>
      'The codecs in the order of BD-rate that each metric gives. Lines that cross are metrics that disagree.',
    aspect: 0,
    needsAnchor: true,
    draw: metricDisagreement,
  },
]
