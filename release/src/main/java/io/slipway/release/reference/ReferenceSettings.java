package io.slipway.release.reference;

import io.slipway.release.target.Address;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where throw-away databases come from.
 *
 * @param server a server where databases (MariaDB: schemas) may be made and dropped; empty means embedded
 * @param cache folder for whatever is worth keeping between packagings: server data, template databases
 * @param project name of the project, so that projects sharing a server do not meet
 * @param schema what is to be there, and current, where a schema is something inside a database; {@code server} may
 *     name another
 */
public record ReferenceSettings(Optional<Address> server, Path cache, String project, Optional<String> schema) {
    public ReferenceSettings(Optional<Address> server, Path cache, String project) {
        this(server, cache, project, Optional.empty());
    }
}
