const VOCABULARY = 'http://cv.iptc.org/newscodes/digitalsourcetype/'

const DIGITAL_SOURCES = ['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'] as const

/**
 * What a model has to do with a picture.
 * Source: https://cv.iptc.org/newscodes/digitalsourcetype/
 */
export type DigitalSource = (typeof DIGITAL_SOURCES)[number]

/** @returns undefined for what is no word of ours */
export function readProvenance(word: string | null): DigitalSource | undefined {
  return DIGITAL_SOURCES.find((source) => source === word)
}

/**
 * Writes the XMP packet that says how a picture came to be.
 * Source: IPTC Photo Metadata Standard, property Digital Source Type.
 */
export function describeProvenance(source: DigitalSource): string {
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">',
    `<Iptc4xmpExt:DigitalSourceType>${VOCABULARY}${source}</Iptc4xmpExt:DigitalSourceType>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n')
}
