/// Questions only a person may answer, bound to exactly what was shown.
@NullMarked
package dev.townhall.core.approval;

import org.jspecify.annotations.NullMarked;
