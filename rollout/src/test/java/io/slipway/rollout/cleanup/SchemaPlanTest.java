package io.slipway.rollout.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaPlanTest {
    private static final CatalogueObject OLD = object("table", "pay.old");
    private static final CatalogueObject RIGHT_ON_OLD = object("grant", "table pay.old to reader");
    private static final CatalogueObject REHEARSED = object("table", "pay.rehearsed");
    private static final CatalogueObject RIGHT = object("grant", "table pay.rehearsed to reader");
    private static final CatalogueObject COMMENT = object("comment", "table pay.rehearsed");
    private static final CatalogueObject OTHERS_RIGHT = object("grant", "table pay.rehearsed_by_hand to reader");

    private static CatalogueObject object(String kind, String name) {
        return new CatalogueObject(kind, name, "as it is");
    }

    @Test
    void rightsOnWhatGoesGoWithItThoughNoChangeGaveThem() {
        Catalogue before = Catalogue.of(List.of(OLD));
        Catalogue now = Catalogue.of(List.of(OLD, REHEARSED, RIGHT, COMMENT, OTHERS_RIGHT, RIGHT_ON_OLD));
        SchemaPlan plan = SchemaPlan.of(before, Optional.of(now), now, List.of(OLD.key(), REHEARSED.key()), List.of());
        assertThat(plan.going()).containsExactly(COMMENT.key(), RIGHT.key(), REHEARSED.key());
        assertThat(plan.left()).containsExactly(RIGHT_ON_OLD.key(), OTHERS_RIGHT.key());
        assertThat(plan.blockers()).isEmpty();
        assertThat(plan.expected()).isEqualTo(Catalogue.of(List.of(OLD, OTHERS_RIGHT, RIGHT_ON_OLD)));
    }

    /** What nobody had seen when the rehearsal ended is for a person to decide. */
    @Test
    void aRightThatWasGivenSinceStandsInTheWay() {
        Catalogue before = Catalogue.of(List.of());
        SchemaPlan plan = SchemaPlan.of(
                before,
                Optional.of(Catalogue.of(List.of(REHEARSED))),
                Catalogue.of(List.of(REHEARSED, RIGHT)),
                List.of(REHEARSED.key()),
                List.of());
        assertThat(plan.blockers()).containsExactly(RIGHT.key() + " was changed by hand since the rehearsal ended");
    }
}
