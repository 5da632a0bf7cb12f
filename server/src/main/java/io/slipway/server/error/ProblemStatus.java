package io.slipway.server.error;

import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;

/** The HTTP status of each error code: one of its own where HTTP has a word for it, else its category's. */
public final class ProblemStatus {
    private ProblemStatus() {}

    public static int of(ErrorCode code) {
        return switch (code) {
            case NOT_SIGNED_IN, SIGN_IN_REFUSED -> 401;
            case NOT_ALLOWED, APPROVAL_OWN -> 403;
            case NOT_FOUND, ENVIRONMENT_UNKNOWN, DATABASE_UNKNOWN, PIPELINE_UNKNOWN, ARTIFACT_MISSING -> 404;
            case SETUP_LINK_USED, LAB_SEAT_ENDED -> 410;
            case REQUEST_TOO_LARGE, ARTIFACT_TOO_LARGE -> 413;
            // On a server these files come with the request.
            case PROJECT_FILE_INVALID, ROLLOUT_FILE_INVALID, SECRET_LITERAL -> 422;
            case TOO_MANY_TRIES -> 429;
            case LAB_STOPPED -> 422;
            case STORE_UNAVAILABLE, RUNNER_AWAY, LAB_UNAVAILABLE -> 503;
            default -> of(code.category());
        };
    }

    private static int of(Category category) {
        return switch (category) {
            case USAGE -> 400;
            case REFUSED, DIFFERENT -> 409;
            case INPUT -> 422;
            case CONFIGURATION, FAILED, PARTIAL -> 502;
            case INTERNAL -> 500;
        };
    }
}
