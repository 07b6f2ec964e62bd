import { native } from './native'
import type { MetricRow } from './row'
import { vmaf } from './vmaf'

const gray = "BT.601 Y' of 0 to 255"
const jpegAi = "BT.709 Y' in 10 bits"
const codes = 'BT.601 YCbCr codes (RGB is converted), or planes as they are; gray is Y'
const rgb = 'sRGB, white D65'
const luma = (of: string) => ({ of, fold: 'first' }) as const

const decibels = {
  unit: 'dB',
  better: 'higher',
  range: [-Infinity, Infinity],
  compute: native,
  planes: 'codes',
  colours: codes,
} as const
const similarity = { unit: '', better: 'higher', range: [0, 1], compute: native } as const
const distance = { unit: '', better: 'lower', range: [Infinity, 0], compute: native } as const

const hvs = {
  ...decibels,
  source: "Xiph (daala, libvmaf's psnr_hvs); Egiazarian et al. 2006, VPQM",
} as const
const xpsnr = {
  ...decibels,
  source: "Helmrich et al. 2020, ICASSP; FFmpeg's filter xpsnr, the original as its first input",
} as const

/** What AOM's and JPEG AI's common test conditions report. */
export const fieldRows = [
  {
    name: 'psnr-hvs',
    ...hvs,
    needs: { minSide: 8 },
    help:
      'PSNR of DCT coefficients, weighted by contrast sensitivity, with masking: ' +
      '0.8 Y + 0.1 Cb + 0.1 Cr of the errors; of gray, Y',
  },
  { name: 'psnr-hvs-y', ...hvs, needs: { minSide: 8 }, help: 'psnr-hvs of Y' },
  { name: 'psnr-hvs-cb', ...hvs, needs: { minSide: 8, colour: true }, help: 'psnr-hvs of Cb' },
  { name: 'psnr-hvs-cr', ...hvs, needs: { minSide: 8, colour: true }, help: 'psnr-hvs of Cr' },
  {
    name: 'xpsnr',
    ...xpsnr,
    needs: {},
    help: "PSNR of Y whose blocks' errors are weighted by the original's activity",
  },
  {
    name: 'xpsnr-cb',
    ...xpsnr,
    needs: { colour: true },
    help: "the same of Cb, with Y's weights",
  },
  {
    name: 'xpsnr-cr',
    ...xpsnr,
    needs: { colour: true },
    help: "the same of Cr, with Y's weights",
  },
  {
    name: 'ciede2000',
    ...decibels,
    needs: { colour: true },
    help:
      '45 - 20 log10 of the mean CIEDE2000 difference with weights 0.65, 1 and 4, ' +
      "as libvmaf's ciede and AOM report it",
    colours: `${codes}, by libvmaf's own matrix to RGB`,
    source: "libvmaf's ciede",
  },
  {
    name: 'delta-e2000',
    ...distance,
    unit: 'ΔE',
    needs: { colour: true },
    help: 'mean CIEDE2000 difference, all weights 1',
    colours: rgb,
    source: 'Sharma, Wu, Dalal 2005, Color Research and Application 30(1)',
  },
  {
    name: 'vif',
    ...similarity,
    needs: { minSide: 41 },
    planes: luma('vif'),
    help: 'visual information fidelity in the pixel domain; above 1 where contrast was raised',
    colours: gray,
    source: 'Sheikh, Bovik 2006, IEEE TIP 15(2); vifp_mscale.m',
  },
  {
    name: 'gmsd',
    ...distance,
    range: [1, 0],
    needs: { minSide: 3 },
    planes: luma('gmsd'),
    help: 'gradient magnitude similarity deviation',
    colours: gray,
    source: 'Xue, Zhang, Mou, Bovik 2014, IEEE TIP 23(2); GMSD.m',
  },
  {
    name: 'fsim',
    ...similarity,
    needs: { minSide: 3 },
    planes: luma('fsim'),
    help: 'feature similarity: FSIMc of RGB, FSIM of gray',
    colours: 'YIQ of 0 to 255',
    source: 'Zhang, Zhang, Mou, Zhang 2011, IEEE TIP 20(8); FeatureSIM.m',
  },
  {
    name: 'iw-ssim',
    ...similarity,
    needs: { minSide: 161 },
    planes: luma('iw-ssim'),
    help: 'multiscale SSIM of a Laplacian pyramid, weighted by information content',
    colours: `${jpegAi}, of 0 to 255`,
    source: 'Wang, Li 2011, IEEE TIP 20(5); Python-IW-SSIM in the JPEG AI framework',
  },
  {
    name: 'nlpd',
    ...distance,
    needs: { minSide: 65 },
    planes: luma('nlpd'),
    help: 'normalized Laplacian pyramid distance',
    colours: `${jpegAi}, of 0 to 1`,
    source: 'Laparra, Ballé, Berardino, Simoncelli 2016, HVEI; the JPEG AI framework',
  },
  {
    name: 'vmaf',
    unit: '',
    better: 'higher',
    range: [0, 100],
    needs: { minSide: 16 },
    compute: vmaf,
    help:
      "Netflix's with libvmaf's default model, by an ffmpeg program with the filter libvmaf or by " +
      'the program vmaf; identical pictures have about 97, not 100',
    colours: 'BT.601 Y codes',
    source: 'libvmaf, vmaf_v0.6.1',
  },
] as const satisfies readonly MetricRow[]
