package io.slipway.rollout.support;

import io.slipway.rollout.people.Person;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * One tier of a team's support.
 *
 * @param rota who is on, from which day, in the order of days; none when all members always are
 * @param mail addresses that are told besides who is on, such as a list's
 */
public record SupportTier(Tier tier, List<Person> members, List<Turn> rota, Terms terms, List<String> mail) {
    public SupportTier {
        members = List.copyOf(members);
        rota = List.copyOf(rota);
        mail = List.copyOf(mail);
    }

    /** @param from the day from whose first moment this person is on, until the next turn */
    public record Turn(LocalDate from, Person person) {}

    /** Who is on; all members before the first turn, and where there is no rota. */
    public List<Person> onDuty(Instant at) {
        LocalDate day = at.atZone(terms.hours().zone()).toLocalDate();
        return rota.stream()
                .filter(turn -> !turn.from().isAfter(day))
                .reduce((earlier, later) -> later)
                .map(turn -> List.of(turn.person()))
                .orElse(members);
    }

    public boolean includes(String person) {
        return members.stream().anyMatch(member -> member.key().equals(person));
    }
}
