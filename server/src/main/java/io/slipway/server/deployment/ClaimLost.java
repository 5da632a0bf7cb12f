package io.slipway.server.deployment;

/** Another node has taken the deployment over: this one has no say any more. */
final class ClaimLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimLost(Claim claim) {
        super("attempt " + claim.attempt() + " of " + claim.node() + " was taken over");
    }
}
