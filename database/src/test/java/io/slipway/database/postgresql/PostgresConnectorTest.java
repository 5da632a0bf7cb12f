package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresConnectorTest {
    private static final String SECRET = "s3cret-word";

    private static SlipwayException refused(String url, String user) {
        Address address = new Address(url, user, Secret.of(SECRET), Optional.empty());
        SlipwayException e = catchThrowableOfType(SlipwayException.class, () -> Databases.open(address));
        assertThat(e.getMessage() + e.help()).doesNotContain(SECRET);
        return e;
    }

    @Test
    void nobodyListens() {
        SlipwayException e = refused("jdbc:postgresql://127.0.0.1:1/shop?password=" + SECRET, "ann");
        assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
        assertThat(e)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("\"shop\"")
                .hasMessageContaining("ann");
    }

    @Test
    void anUnknownMachine() {
        SlipwayException e = refused("jdbc:postgresql://no-such-host.invalid/shop", "ann");
        assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
        assertThat(e).hasMessageContaining("no-such-host.invalid:5432").hasMessageContaining("no machine is known");
    }

    @Test
    void aWrongPassword() {
        SlipwayException e = refused(Databases.server().url("postgres"), "postgres");
        assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOGIN_REFUSED);
        assertThat(e).hasMessageContaining("user \"postgres\"").hasMessageContaining("password authentication failed");
    }

    @Test
    void noPasswordAtAll() {
        Address address = new Address(Databases.server().url("postgres"), "postgres", Secret.NONE, Optional.empty());
        SlipwayException e = catchThrowableOfType(SlipwayException.class, () -> Databases.open(address));
        assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOGIN_REFUSED);
    }

    @Test
    void anUnknownDatabase() {
        Address known = Databases.server().address("no_such_database");
        SlipwayException e = catchThrowableOfType(SlipwayException.class, () -> Databases.open(known));
        assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
        assertThat(e).hasMessageContaining("\"no_such_database\" does not exist");
        assertThat(e.help()).contains("Create the database");
    }

    @Test
    void aUrlThatIsNone() {
        SlipwayException e = refused("jdbc:postgresql://host:port/x?password=" + SECRET, "ann");
        assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
        assertThat(e.help()).contains("jdbc:postgresql://host:5432/database");
    }

    @Test
    void optionsOfTheUrlAreKeptButNotTheQueryMode() {
        Address plain = Databases.server().address("postgres");
        Address address = new Address(
                plain.url() + "?preferQueryMode=extended&ApplicationName=mine",
                plain.user(),
                plain.password(),
                Optional.empty());
        try (Target target = Databases.open(address)) {
            assertThat(Databases.read(target, "SELECT current_setting('application_name')"))
                    .isEqualTo("mine");
        }
    }

    @Test
    void anotherDatabaseOfTheSameServer() {
        assertThat(PostgresReference.inDatabase("jdbc:postgresql://h:1/a?ssl=true", "b"))
                .isEqualTo("jdbc:postgresql://h:1/b?ssl=true");
        assertThat(PostgresReference.inDatabase("jdbc:postgresql://h1:1,h2:2", "b"))
                .isEqualTo("jdbc:postgresql://h1:1,h2:2/b");
        assertThat(PostgresReference.inDatabase("jdbc:postgresql://[::1]:1/?user=x", "b"))
                .isEqualTo("jdbc:postgresql://[::1]:1/b?user=x");
        assertThat(PostgresReference.inDatabase("jdbc:postgresql:a", "b")).isEqualTo("jdbc:postgresql:b");
    }
}
