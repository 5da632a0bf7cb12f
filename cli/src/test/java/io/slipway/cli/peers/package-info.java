/** How long deployments take, beside Flyway, Liquibase, the native clients and a bare driver. Run by bench/peers.sh. */
@NullMarked
package io.slipway.cli.peers;

import org.jspecify.annotations.NullMarked;
