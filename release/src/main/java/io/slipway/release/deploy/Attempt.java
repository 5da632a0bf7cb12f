package io.slipway.release.deploy;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Target;
import java.util.UUID;

/**
 * One try at a deployment or a rollback. Where several processes take turns at one, each try has the same id, so that
 * the target's history tells what all of them did.
 *
 * @param deployment what the target's history calls it by
 * @param check asked with the lock held and before anything is written
 */
public record Attempt(String deployment, Check check) {

    /** The last word before a target is touched. */
    @FunctionalInterface
    public interface Check {

        /** @throws SlipwayException it must not run; the target stays as it is */
        void allow(Target target);
    }

    /** The only try of one that nobody goes on with. */
    public static Attempt only() {
        return new Attempt(UUID.randomUUID().toString(), target -> {});
    }
}
