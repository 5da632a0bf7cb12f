package io.slipway.studio.stage;

/** A step did not come out as the scenario says; the message is for whoever mends one or the other. */
public final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StepFailure(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
