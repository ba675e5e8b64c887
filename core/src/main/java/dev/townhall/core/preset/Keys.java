package dev.townhall.core.preset;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How an agent shows its provider who pays: names of variables only, never a value.
///
/// @param names any one of them is enough; empty: no variable does it
/// @param passedOn what else of the town's environment it is given: addresses, names of models
/// @param login what a person does to get one, for people
public record Keys(List<String> names, List<String> passedOn, String login) {
    public Keys {
        names = List.copyOf(names);
        passedOn = List.copyOf(passedOn);
    }

    /// The first of the names that `environment` has a value for.
    public Optional<String> foundIn(Map<String, String> environment) {
        return names.stream()
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .findFirst();
    }

    /// As this, but nothing by these names.
    Keys without(Collection<String> given) {
        return new Keys(
                names.stream().filter(name -> !given.contains(name)).toList(),
                passedOn.stream().filter(name -> !given.contains(name)).toList(),
                login);
    }
}
