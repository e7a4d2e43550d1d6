import CommandTable
import Testing
