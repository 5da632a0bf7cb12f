package io.slipway.rollout.provision;

import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.List;

/** One database product: how an environment's database, roles and rights are made there. */
public interface DatabaseSteps {

    /** As in the rollout file: {@code postgresql} or {@code mariadb}. */
    String product();

    /** In the order in which they are to be done. */
    List<Step> of(String team, DatabaseWish wish, Secrets secrets);

    /** Whether an object of the environment's catalogue comes of these steps alone, so that no change leads to it. */
    boolean made(String team, DatabaseWish wish, CatalogueObject object);
}
