package io.slipway.release.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command could not go on: what, where, and what to do about it. Its texts never hold a secret. */
public final class SlipwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;
    private final String help;
    private final transient @Nullable Location location;

    private SlipwayException(
            ErrorCode code, String message, String help, @Nullable Location location, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.help = help;
        this.location = location;
    }

    /** @param help what the reader can do now, as a sentence; empty when the message says it all */
    public static SlipwayException of(ErrorCode code, String message, String help) {
        return new SlipwayException(code, message, help, null, null);
    }

    public SlipwayException at(Location where) {
        return new SlipwayException(code, getMessage(), help, where, getCause());
    }

    public SlipwayException causedBy(Throwable cause) {
        return new SlipwayException(code, getMessage(), help, location, cause);
    }

    /** The same with one more line, and with what to do about that. */
    public SlipwayException with(String line, String remedy) {
        return new SlipwayException(code, getMessage() + "\n" + line, remedy, location, getCause());
    }

    /** The same under another code, for whoever knows better how it ended. */
    public SlipwayException as(ErrorCode other) {
        return new SlipwayException(other, getMessage(), help, location, getCause());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public ErrorCode code() {
        return code;
    }

    public String help() {
        return help;
    }

    public Optional<Location> location() {
        return Optional.ofNullable(location);
    }
}
