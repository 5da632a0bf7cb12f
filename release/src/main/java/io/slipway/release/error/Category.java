package io.slipway.release.error;

/** What sort of end a command came to; each has one exit code, the same in every command. */
public enum Category {
    /** The command line is wrong. */
    USAGE(64),
    /** A script or an artifact is bad. */
    INPUT(65),
    /** The project file, a connection or a secret is wrong. */
    CONFIGURATION(78),
    /** What was asked is against a rule; nothing was touched. */
    REFUSED(4),
    /** It was tried and failed; the target is as before. */
    FAILED(2),
    /** It failed part-way; somebody must look. */
    PARTIAL(3),
    /** A {@code --check} found a difference. */
    DIFFERENT(1),
    /** A defect of ours. */
    INTERNAL(70);

    private final int exitCode;

    Category(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
