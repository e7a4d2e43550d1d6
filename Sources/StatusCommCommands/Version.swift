/// The program's own version, the only place that states it.
package let programVersion = "0.1.0"
