package io.slipway.server;

import io.slipway.release.project.SecretReference;
import java.util.List;
import java.util.Optional;

/**
 * What guards secrets, and where notifications may go.
 *
 * @param secretKey where the keys for the secret store are; empty for a file in the data folder
 * @param allowed addresses and ranges inside the own network that notifications may go to, such as {@code 10.1.0.0/16}
 * @param plainHttp whether they may go unencrypted
 */
public record GuardSettings(Optional<SecretReference> secretKey, List<String> allowed, boolean plainHttp) {
    /** Everything public, everything encrypted. */
    public static final GuardSettings STRICT = new GuardSettings(Optional.empty(), List.of(), false);
}
