#ifndef CMANUAL_H
#define CMANUAL_H

/// A page of the manual. Its text is UTF-8 and does not end with a zero.
struct krader_page {
    const char *topic;
    const unsigned char *text;
    unsigned long length;
};

/// The page at a place, which counts from 0; a null pointer beyond the last.
const struct krader_page *krader_page(unsigned long place);

#endif
