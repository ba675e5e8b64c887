package dev.townhall.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// What only the foundation may call: the clock, sleeping and randomness, so that the simulator owns
/// them. Nobody uses the JDK's own logging.
public final class BannedCalls {
    private static final Set<String> CLOCK_METHODS =
            Set.of("now", "sleep", "currentTimeMillis", "nanoTime", "randomUUID", "random");
    private static final Set<String> CLOCK_OWNERS =
            Set.of(
                    Instant.class.getName(),
                    LocalDate.class.getName(),
                    LocalDateTime.class.getName(),
                    ZonedDateTime.class.getName(),
                    Thread.class.getName(),
                    System.class.getName(),
                    UUID.class.getName(),
                    Math.class.getName());

    private BannedCalls() {}

    public static ArchRule rule() {
        ArchRule calls =
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.townhall.core.foundation..")
                        .should()
                        .callMethodWhere(isClockOrChance())
                        .because("time and randomness are ports: take a Time or a Randomness");
        ArchRule types =
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.townhall.core.foundation..")
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Random.class)
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(ThreadLocalRandom.class);
        ArchRule logging =
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..")
                        .because("logs go through SLF4J");
        return CompositeArchRule.of(calls).and(types).and(logging);
    }

    private static DescribedPredicate<JavaCall<?>> isClockOrChance() {
        return DescribedPredicate.describe(
                "the target is a clock, a sleep or a dice",
                call ->
                        CLOCK_METHODS.contains(call.getTarget().getName())
                                && CLOCK_OWNERS.contains(call.getTargetOwner().getFullName()));
    }
}
