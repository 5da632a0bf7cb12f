package io.slipway.release.project;

import java.util.List;

/**
 * The many databases of one environment, one for each tenant or shard.
 *
 * @param names each once, in the order in which they are begun
 */
public record Databases(List<String> names, Waves waves) {

    /** What stands for a database's name in an environment's url, user and schema. */
    public static final String PLACEHOLDER = "{database}";
}
