"""Departments and Party organisations, two trees and their closure."""
