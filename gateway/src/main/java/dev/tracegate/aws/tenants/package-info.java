/** One client a tenant: its Region, endpoint and credentials. */
@NullMarked
package dev.tracegate.aws.tenants;

import org.jspecify.annotations.NullMarked;
