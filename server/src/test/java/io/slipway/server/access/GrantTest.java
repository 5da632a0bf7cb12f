package io.slipway.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantTest {
    private static final String SEAT = "seat-3afc5c4b";

    /** Whoever has a role in every project has none at somebody's seat of a lab: that is a project of its own. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void aRoleInEveryProjectIsNoneAtASeat(Role role) {
        Caller caller = new Caller(
                new io.slipway.server.account.Person("mal", "mal", "Mal", Optional.empty(), true),
                List.of(new Grant(role, "", "")),
                Optional.empty());
        for (Permission permission : Permission.values()) {
            assertThat(caller.may(permission, SEAT, "dev"))
                    .as(permission.name())
                    .isFalse();
            assertThat(caller.mayAnywhere(permission, SEAT))
                    .as(permission.name())
                    .isFalse();
            assertThat(caller.may(permission, "seat-of-power", "dev"))
                    .as(permission.name())
                    .isEqualTo(role.allows(permission));
            assertThat(new Grant(role, SEAT, "").gives(permission, SEAT, "dev")).isEqualTo(role.allows(permission));
        }
    }
}
