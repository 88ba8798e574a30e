/** A chart as a picture. resvg shapes Arabic letters and orders them by itself, with the one font that it is given. */
import { createRequire } from 'node:module'
import { type RenderedImage, renderAsync } from '@resvg/resvg-js'
import type { Chart } from '../../src/index.ts'
import { FAMILY, svg } from './svg.ts'

const FONT = '@expo-google-fonts/ibm-plex-sans-arabic'
const WEIGHTS = ['400Regular/IBMPlexSansArabic_400Regular.ttf', '600SemiBold/IBMPlexSansArabic_600SemiBold.ttf']
const { resolve } = createRequire(import.meta.url)

/** The chart as a PNG. Only packing it, some 25 ms, holds up others. */
export async function draw(chart: Chart): Promise<Uint8Array> {
  return (await render(svg(chart))).asPng()
}

/** An SVG's points, made in another thread. */
export async function render(drawing: string): Promise<RenderedImage> {
  return renderAsync(drawing, {
    font: {
      loadSystemFonts: false,
      // A font that is not there throws; given to resvg, it would make a picture without words.
      fontFiles: WEIGHTS.map((file) => resolve(`${FONT}/${file}`)),
      defaultFontFamily: FAMILY,
    },
  })
}
