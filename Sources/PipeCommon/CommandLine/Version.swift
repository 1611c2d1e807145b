/// The version of all three tools; it is the newest heading of the CHANGELOG.
package let toolVersion = "0.1.0"
