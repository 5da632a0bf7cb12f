package io.slipway.release.bridge;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.util.List;

/** Finds the statements that take one schema to another. One per product, where the product has it. */
public interface Bridge {

    /**
     * Finds them by doing: each is run on {@code from}, and what ran is the answer. Nothing is taken for done that the
     * catalogue does not show afterwards.
     *
     * @param from a scratch database, changed by it; the session is in no transaction
     * @param to has the objects that {@code from} is to get; only read
     * @param wanted what {@code from} is to be like: each object as it is there, or as it is in {@code to}
     * @throws SqlFailure when a database is out of reach; a statement that fails is no failure but something that remains
     */
    Crossing cross(Target from, Target to, Catalogue wanted) throws SqlFailure;

    /**
     * Which of these differences lead to something unfinished. {@link #cross} makes none of that.
     *
     * @param to where it stands; only read
     */
    default List<Unfinished> unfinished(Target to, List<CatalogueDifference.Entry> differences) throws SqlFailure {
        return List.of();
    }
}
