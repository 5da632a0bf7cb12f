package io.slipway.studio.footage;

import java.util.List;

/** Proposes cuts of one kind. */
interface Detector {
    /** @return in the order of their beginnings; not numbered */
    List<Cut> propose(Measures measures);
}
