package io.slipway.rollout.provision;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Provision.ManualWish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What shows that a person did a manual step: a sentence, a link, or a file's digest and name as {@code sha256sum} prints
 * them.
 *
 * @param text one line of at most {@value #LONGEST} characters
 */
public record StepEvidence(String text) {
    static final int LONGEST = 500;
    private static final Pattern LINK = Pattern.compile("https://[^\\s\"<>]+");

    /** @throws SlipwayException {@code request-invalid} for nothing, for several lines, or for too much */
    public static StepEvidence parse(String text) {
        String line = text.strip();
        if (line.isEmpty() || line.length() > LONGEST || line.chars().anyMatch(Character::isISOControl)) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "Evidence is one line of at most " + LONGEST + " characters.",
                    "Write a sentence, a link, or the line that sha256sum prints of a file.");
        }
        return new StepEvidence(line);
    }

    /**
     * A file's digest and name.
     *
     * @throws SlipwayException {@code usage}: it cannot be read
     */
    public static StepEvidence ofFile(Path file) {
        try {
            return parse(Sha256.of(Files.readAllBytes(file)) + "  " + file.getFileName());
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.USAGE,
                            "The evidence " + file + " cannot be read: " + e.getMessage(),
                            "Name a file that is there after '@'.")
                    .causedBy(e);
        }
    }

    public boolean isLink() {
        return LINK.matcher(text).matches();
    }

    /** What a step asks, in a form that changes when it asks something else: what was shown for one is nothing for another. */
    public static String asked(ManualWish wish) {
        return asked(wish.title(), wish.evidence());
    }

    /** The same of a step's title, and what it asks for. */
    public static String asked(String title, String evidence) {
        return title + ": " + evidence;
    }
}
