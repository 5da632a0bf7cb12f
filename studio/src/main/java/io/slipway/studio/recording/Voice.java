package io.slipway.studio.recording;

/** How long a sentence takes, spoken or read. */
interface Voice {
    /**
     * @param from the frame at which it begins
     * @return how many frames it takes
     */
    int speak(String words, int from);

    /** Nobody speaks: as long as it takes to read. */
    final class Silent implements Voice {
        private static final double WORDS_A_SECOND = 2.8;

        @Override
        public int speak(String words, int from) {
            return Film.frames(Math.max(1.6, 0.6 + words.split("\\s+").length / WORDS_A_SECOND));
        }
    }
}
