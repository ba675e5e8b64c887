/// Matrix behind the town's chat port; Matrix types stop here.
@NullMarked
package dev.townhall.botmatrix;

import org.jspecify.annotations.NullMarked;
